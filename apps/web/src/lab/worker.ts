/** The lab, in a thread of its own: a page only shows what it says. */
import { browserLab, serveLab } from '@graftml/studio/lab';
import { hasServer } from '../state/server.ts';

/** Where the site lies, whatever path it is served under: its files are in a folder there. */
const [site = ''] = self.location.href.split('/_next/');

serveLab(
  browserLab({
    modelAddress: (name) => `${site}/api/models/${name}`,
    ...(hasServer && { jobsAddress: `${site}/api/jobs` }),
  }),
  self,
);
