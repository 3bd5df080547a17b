'use client';
/** Keys, as they stand on the keyboard. */
const isMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const shown = (key: string): string => {
  const names: Readonly<Record<string, string>> = {
    mod: isMac() ? '⌘' : 'Ctrl',
    shift: isMac() ? '⇧' : 'Shift',
    alt: isMac() ? '⌥' : 'Alt',
    delete: isMac() ? '⌫' : 'Del',
    enter: '↵',
    escape: 'Esc',
    arrowleft: '←',
    arrowright: '→',
    arrowup: '↑',
    arrowdown: '↓',
    space: '␣',
  };
  return names[key] ?? key.toUpperCase();
};

/** @param keys as `useKeys` takes them: `'mod+shift+z'`, several with spaces between */
export const Keys = ({ keys }: { readonly keys: string }) => (
  <span className="inline-flex gap-1 whitespace-nowrap">
    {keys.split(' ').flatMap((chord) =>
      chord.split('+').map((key) => (
        <kbd
          key={chord + key}
          className="inline-flex min-w-5 items-center justify-center rounded-[4px] border border-current/25 px-1 font-sans text-[0.75rem] leading-4.5 opacity-80"
        >
          {shown(key)}
        </kbd>
      )),
    )}
  </span>
);
