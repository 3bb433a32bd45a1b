// Swagger UI with the three steps above it: whoever signs in there is signed in for all operations, and in a demo the examples
// of the next steps have values that exist. A live system keeps the examples of the document, which it refuses: nobody shall
// store an invented guest with one press.
'use strict';

const NOTIFY = ['/api/v1/stays', 'post'];
const READ = ['/api/v1/stays/{stay_id}', 'get'];
const root = document.getElementById('swagger-ui');
const texts = root.dataset;
const isDemo = texts.kind === 'demo';

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const tell = (id, text) => {
  document.getElementById(id).textContent = text;
};

/** Puts a room of the facility and the present time into the example of `notifyStay`. */
async function fillRoom({ access_token: token, account }) {
  if (!account.facility) return;
  const answer = await fetch(`/api/v1/facilities/${account.facility.id}`, { headers: { Authorization: `Bearer ${token}` } });
  const room = answer.ok && (await answer.json()).rooms[0];
  if (!room) return;
  const spec = ui.specSelectors.specJson();
  const example = ['paths', ...NOTIFY, 'requestBody', 'content', 'application/json', 'example'];
  const instant = (days) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const body = { ...spec.getIn(example).toJS(), room_id: room.id, arrival_at: instant(0), planned_departure_at: instant(2) };
  // In the document for whoever opens the operation from now on, and in the operation where it is open already.
  ui.specActions.updateJsonSpec(spec.setIn(example, body).toJS());
  ui.oas3Actions.setRequestBodyValue({ value: JSON.stringify(body, null, 2), pathMethod: NOTIFY });
  tell('room-filled', texts.roomFilled);
}

/** Uses what an answer brings for the steps behind it. */
function learn(answer) {
  const { pathname } = new URL(answer.url, location.href);
  if (answer.status === 200 && pathname === '/api/v1/auth/login') {
    ui.preauthorizeApiKey('access_token', answer.body.access_token);
    tell('signed-in', texts.signedIn);
    if (isDemo) fillRoom(answer.body);
  }
  if (answer.status === 201 && pathname === NOTIFY[0]) {
    ui.specActions.changeParam(READ, 'stay_id', 'path', answer.body.id, false);
    tell('notified', texts.notified);
  }
  return answer;
}

/** Answers speak the language of the page. */
function ask(request) {
  if (request.url.startsWith('/') || new URL(request.url).origin === location.origin) {
    request.headers = { ...request.headers, 'Accept-Language': document.documentElement.lang };
  }
  return request;
}

/** The introduction and the failures of an operation are long: both are closed at first. */
const folded = {
  wrapComponents: {
    // A link within a button is neither, for whoever hears the page.
    DeepLink: (_, { React }) => ({ text }) => React.createElement('span', null, text),
    InfoContainer: (Original, { React }) => (props) =>
      React.createElement(
        'details',
        { className: 'conventions' },
        React.createElement('summary', null, texts.conventions),
        React.createElement(Original, props),
      ),
    responses: (Original, { React }) => (props) => {
      const [isOpen, open] = React.useState(false);
      const answers = props.responses;
      const good = answers.filter((_, status) => status < '400');
      const toggle = React.createElement(
        'button',
        { type: 'button', className: 'btn failures', 'aria-expanded': isOpen, onClick: () => open(!isOpen) },
        `${texts.failures} (${answers.size - good.size})`,
      );
      return React.createElement('div', null, React.createElement(Original, { ...props, responses: isOpen ? answers : good }), toggle);
    },
  },
};

/** Names what the library leaves without a name, and lets the keyboard scroll what is too wide. */
function name() {
  for (const [what, text] of [
    ['.body-param textarea', texts.body],
    ['.examples-select-element', texts.example],
    ['.copy-to-clipboard button', texts.copy],
    ['.microlight', texts.code],
  ]) {
    for (const element of root.querySelectorAll(`${what}:not([aria-label])`)) {
      element.setAttribute('aria-label', text);
      if (what === '.microlight') {
        element.tabIndex = 0;
        element.setAttribute('role', 'region');
      }
    }
  }
}
new MutationObserver(name).observe(root, { childList: true, subtree: true });

/** Opens an operation, and brings the keyboard to it. */
function show(id) {
  const operation = ui.specSelectors.operations().find((one) => one.getIn(['operation', 'operationId']) === id);
  const tag = operation.getIn(['operation', 'tags', 0]);
  ui.layoutActions.show(['operations-tag', tag], true);
  ui.layoutActions.show(['operations', tag, id], true);
  requestAnimationFrame(() => {
    const block = document.getElementById(`operations-${tag}-${id}`);
    block?.scrollIntoView();
    block?.querySelector('button')?.focus({ preventScroll: true });
  });
}

for (const link of document.querySelectorAll('[data-operation]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    history.replaceState(null, '', link.href);
    show(link.dataset.operation);
  });
}

// The other language opens at the same operation.
for (const link of document.querySelectorAll('[hreflang]')) {
  link.addEventListener('click', () => {
    link.hash = location.hash;
  });
}

const ui = SwaggerUIBundle({
  domNode: root,
  url: texts.document,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [folded],
  // Without the bar for other documents.
  layout: 'BaseLayout',
  deepLinking: true,
  displayOperationId: true,
  tryItOutEnabled: true,
  docExpansion: 'none',
  // The usual one has numbers that are too faint to read.
  syntaxHighlight: { theme: 'obsidian' },
  // Four hundred schemas: there, and closed.
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  // The validator would send the URL of our document to another site, which our own rules forbid.
  validatorUrl: 'none',
  requestInterceptor: ask,
  responseInterceptor: learn,
});
