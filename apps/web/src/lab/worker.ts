/** The lab, in a thread of its own: a page only shows what it says. */
import { browserLab, serveLab } from '@graftml/studio/lab';

serveLab(browserLab(), self);
