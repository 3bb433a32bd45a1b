/** The modules of packs that are there or on their way, by number: one that two packs carry is made once. */
const modules = new Map();

/** The packs that were asked for. */
const asked = new Set();

/** The rest of a part after another one, or the part as a whole where nobody has asked for the other. */
function either(before, rest, whole) {
    return () => (asked.has(before) ? rest() : whole());
}

/**
 * Fetches a pack and makes its modules. A pack has 32-bit little-endian numbers, how many modules, and for each its number
 * and its length; then the modules. The last has the functions that are called first, so it waits for the others.
 */
function pack(name) {
    return () => {
        asked.add(name);
        const fetched = fetch(new URL(name, import.meta.url)).then((answer) => {
            if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
            return answer.arrayBuffer();
        });
        fetched.catch(() => {});
        return async (imports) => {
            const bytes = await fetched;
            const numbers = new DataView(bytes);
            const count = numbers.getUint32(0, true);
            let begin = 4 + 8 * count;
            const made = [];
            for (let index = 0; index < count; index += 1) {
                const number = numbers.getUint32(4 + 8 * index, true);
                const length = numbers.getUint32(8 + 8 * index, true);
                if (index === count - 1) await Promise.all(made);
                if (!modules.has(number)) {
                    const module = WebAssembly.instantiate(new Uint8Array(bytes, begin, length), imports);
                    modules.set(number, module);
                    module.catch(() => modules.delete(number));
                }
                made.push(modules.get(number));
                begin += length;
            }
            await Promise.all(made);
        };
    };
}
