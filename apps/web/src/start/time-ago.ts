const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "2 hours ago", in that language. @param when ISO 8601 */
export function timeAgo(when: string, language: string): string {
  const seconds = (Date.parse(when) - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const [unit, size] = units.find(([, size]) => -seconds >= size) ?? ['second', 1];
  return format.format(unit === 'second' ? 0 : Math.round(seconds / size), unit);
}
