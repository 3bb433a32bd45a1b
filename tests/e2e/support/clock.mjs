// Time as a page sees it.

/**
 * Gives this page clocks that can be moved on, so that time passes; call it before the page is opened. Not Playwright's own clock: its
 * timers have ids beyond 32 bits, which WebAssembly cannot clear.
 */
export async function movableClock(page) {
  await page.addInitScript(() => {
    const [now, steady] = [Date.now.bind(Date), performance.now.bind(performance)];
    const kept = () => Number(sessionStorage.getItem('e2e.ahead') ?? 0);
    Date.now = () => now() + kept();
    performance.now = () => steady() + kept();
    window.moveClock = (ms) => sessionStorage.setItem('e2e.ahead', String(kept() + ms));
  });
  return (minutes) => page.evaluate((ms) => window.moveClock(ms), minutes * 60_000);
}

/** Makes this page see another time of the server, in its answers and in the profile; timers run on. */
export async function pretendTime(page, instant) {
  const ahead = new Date(instant).getTime() - Date.now();
  await page.route('**/api/v1/**', async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers(), date: new Date(Date.now() + ahead).toUTCString() };
    if (!route.request().url().endsWith('/profile')) return route.fulfill({ response: answer, headers });
    const profile = await answer.json();
    profile.now = new Date(Math.floor((Date.now() + ahead) / 1000) * 1000).toISOString().replace('.000', '');
    return route.fulfill({ response: answer, headers, json: profile });
  });
}
