// Scripts that Next bundled for the root of a host, made to find each other wherever the site lies.

/** Where Turbopack's runtime says what workers are started with: the absolute address of the site's files. */
const runtime = /([\w$]+)\.b=([\w$]+),\1\.X=/;

/** Files that are no scripts are named by path in the modules that use them. */
const asset = /([\w$]+)\.q\("\/_next\//g;

const allowed = [
  // What the runtime falls back to where nothing is said.
  /"string"==typeof TURBOPACK_CHUNK_BASE_PATH\?TURBOPACK_CHUNK_BASE_PATH:"\/_next\/"/g,
  // How a worker finds where its site lies.
  /location\.href\.split\("\/_next\/"\)/g,
];

/**
 * A page says the way to the root in `TURBOPACK_CHUNK_BASE_PATH`, as its scripts are named in it; for workers it is made absolute.
 * @throws Error if something is not as it was in the Next that this was written for
 */
export function relativeChunk(name, code) {
  const isRuntime = code.includes('TURBOPACK_CHUNK_BASE_PATH:"/_next/"');
  if (isRuntime && !runtime.test(code)) throw new Error(`${name}: Turbopack's runtime has another form`);
  const base = 'new URL($2,self.document?document.baseURI:location.href).href';
  const moved = code.replace(runtime, isRuntime ? `$1.b=${base},$1.X=` : '$&').replace(asset, '$1.q($1.b+"');
  const rest = allowed.reduce((text, known) => text.replace(known, ''), moved);
  const left = /.{0,40}["'`]\/_next\/.{0,40}/.exec(rest);
  if (left) throw new Error(`${name}: an address that only the root of a host has: …${left[0]}…`);
  return moved;
}
