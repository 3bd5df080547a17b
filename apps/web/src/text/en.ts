/** Everything that is said, in English. `zh.ts` says the same; a place's words stand under its name. */
export const en = {
  language: 'English',
  app: {
    name: 'Graft',
    promise: 'Teach a network to tell your photos apart.',
    undo: 'Undo',
    redo: 'Redo',
    saved: 'Saved',
    saving: 'Saving…',
    notSaved: (why: string) => `Not saved: ${why}`,
    theme: { light: 'Light', dark: 'Dark', system: 'As the system' },
    projects: 'Projects',
    menu: 'Menu',
    close: 'Close',
    stop: 'Stop',
    cancel: 'Cancel',
    keys: 'Keys',
    settings: 'Settings',
    learn: 'Learn',
    eta: (seconds: number) => (seconds < 60 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`),
    of: (done: number, total: number) => `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
    photos: (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'}`,
    classes: (n: number) => `${n} ${n === 1 ? 'class' : 'classes'}`,
  },
  places: {
    photos: 'Photos',
    backbone: 'Backbone',
    augment: 'Augment',
    train: 'Train',
    understand: 'Understand',
    use: 'Use',
  },
  start: {
    drop: 'Drop a folder of photos here',
    dropHint: 'One folder for each class, a zip, or loose photos to sort as you go.',
    choose: 'Choose a folder',
    samples: 'Try with samples',
    here: 'Your photos stay in this browser. Nothing is uploaded.',
    goOn: 'Go on with',
    changed: (when: string) => `changed ${when}`,
    remove: 'Delete project',
    opening: 'Opening…',
  },
  photos: {},
  backbone: {},
  augment: {},
  train: {},
  understand: {},
  use: {},
  learn: {},
};

type Words<Text> = Text extends (...given: infer Given) => string
  ? (...given: Given) => string
  : Text extends string
    ? string
    : { readonly [key in keyof Text]: Words<Text[key]> };

/** What every language has to say. */
export type Texts = Words<typeof en>;
