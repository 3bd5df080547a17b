/** Addresses within the site. */
import { siteLink } from '../state/site.ts';
import type { PageName } from './names.ts';

export const learnLink = (name?: PageName): string => siteLink(name === undefined ? 'learn' : `learn/${name}`);

/** A place of the application; its first page where no project is open. */
export const appLink = (place?: string): string => (place === undefined ? siteLink() : `${siteLink()}#${place}`);
