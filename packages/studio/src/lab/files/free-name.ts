/** A path that none of those that are taken has, capitals or not: `rust/1 (2).jpg`. It is taken then. */
export function freeName(wanted: string, taken: Set<string>): string {
  const dot = wanted.lastIndexOf('.') > wanted.lastIndexOf('/') + 1 ? wanted.lastIndexOf('.') : wanted.length;
  let name = wanted;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted.slice(0, dot)} (${i})${wanted.slice(dot)}`;
  taken.add(name.toLowerCase());
  return name;
}
