/** Addresses within the site. */
import type { PageName } from './names.ts';

export const learnLink = (name?: PageName): string => (name === undefined ? '/learn' : `/learn/${name}`);

/** A place of the application; its first page where no project is open. */
export const appLink = (place?: string): string => (place === undefined ? '/' : `/#${place}`);
