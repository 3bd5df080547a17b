'use client';
/** Which language is spoken. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { usePreference } from '../state/preference.ts';
import { en, type Texts } from './en.ts';
import { zh } from './zh.ts';

export const languages = { en, zh } as const;
export type Language = keyof typeof languages;

interface Spoken {
  readonly language: Language;
  readonly text: Texts;
  readonly speak: (language: Language) => void;
}

const Spoken = createContext<Spoken | undefined>(undefined);

/** The person's choice; the first language of the browser that is known, until there is one. */
export function Speaker({ children }: { readonly children: ReactNode }) {
  const [chosen, speak] = usePreference('language');
  // A page that was made beforehand is in English until there is a browser.
  const first = useSyncExternalStore(never, ofBrowser, () => 'en' as const);
  const language = chosen in languages ? (chosen as Language) : first;
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : language;
  }, [language]);
  const spoken = useMemo(() => ({ language, text: languages[language], speak }), [language, speak]);
  return <Spoken value={spoken}>{children}</Spoken>;
}

const never = () => () => {};

const ofBrowser = (): Language => {
  const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages);
  return (known as Language | undefined) ?? 'en';
};

export function useSpoken(): Spoken {
  const spoken = useContext(Spoken);
  if (!spoken) throw new Error('there is no Speaker around this');
  return spoken;
}

export const useText = (): Texts => useSpoken().text;
