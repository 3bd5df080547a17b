import { type Doubt, roundShare } from '@graftml/vision';

/** `97 %`; `99.6 %` near to all, so that it does not read as all. */
const percent = (share: number): string =>
  `${share < 1 && share > 0.995 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;

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
    language: 'Language',
    look: 'Look',
    retry: 'Try again',
    stopping: 'Stopping…',
    back: 'All projects',
    rename: 'Rename',
    remove: 'Delete',
    more: 'More',
    places: 'Places',
    rate: (perSecond: number, unit: string) =>
      `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en')} ${unit}/s`,
    percent: (share: number) => `${Math.round(share * 100)} %`,
    failed: (what: string) => `${what} did not work`,
    undone: (what: string) => `Undone: ${what}`,
    redone: (what: string) => `Done again: ${what}`,
    steps: {
      'add-photos': (n: number) => `add ${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'}`,
      'remove-photos': (n: number) => `remove ${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'}`,
      label: (n: number) => `name ${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'}`,
      'add-class': () => 'add a class',
      'rename-class': () => 'rename a class',
      'merge-classes': () => 'merge two classes',
      'remove-class': () => 'delete a class',
      split: (n: number) => `pin ${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'}`,
      'rename-project': () => 'rename the project',
      settings: () => 'change settings',
      'forget-broken': () => 'forget unreadable files',
      trained: () => 'train',
    },
    elsewhere: {
      title: 'Open in another tab',
      hint: 'Two tabs on one project would write over each other. Nothing is lost: what the other tab did is saved.',
      take: 'Take over here',
      taken: 'This project was taken over by another tab. Everything is saved.',
    },
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
  /** Beside each place in the rail: how it stands. */
  glance: {
    noPhotos: 'none yet',
    unsorted: (n: number) => `${n.toLocaleString('en')} unsorted`,
    augment: (n: number) => (n === 0 ? 'off' : `${n} ${n === 1 ? 'change' : 'changes'}`),
    untrained: 'not trained',
    trained: (share: number) => `${Math.round(share * 100)} % right`,
    mistakes: (n: number) => (n === 0 ? 'no mistakes' : `${n} ${n === 1 ? 'mistake' : 'mistakes'}`),
    ready: 'ready',
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
  understand: {
    none: 'Nothing to understand yet',
    noneHint:
      'Train on your photos first; then this place shows what it tells apart, what it mixes up, and where it looks.',
    train: 'Train',
    toPhotos: 'Add photos',
    unjudged: 'Trained, but not judged',
    unjudgedHint:
      'All photos that it was judged by are gone or have other classes now. Train again, and they are judged anew.',
    verdict: (accuracy: number, interval: readonly [number, number]) => {
      const span = `${Math.round(interval[0] * 100)}–${Math.round(interval[1] * 100)} %`;
      if (accuracy === 1) return `Right on all of these (${span} of others)`;
      if (accuracy === 0) return `Right on none of these (${span} of others)`;
      return `Right on about ${roundShare(accuracy).join(' of ')} (${span})`;
    },
    mixesUp: (a: string, b: string) => `It mixes up ${a} and ${b}:`,
    lookAtThese: (n: number) => (n === 1 ? 'look at this one' : `look at these ${n}`),
    noMixUps: 'It mixed up nothing here. These were the closest calls.',
    judgedBy: (n: number, of: 'validation' | 'test') =>
      `Judged by ${n.toLocaleString('en')} ${n === 1 ? 'photo' : 'photos'} ${of === 'test' ? 'that nothing was chosen by' : 'that it had not learnt from'}.`,
    interval95: 'The range holds the true share with 95 % confidence.',
    doubt: (doubt: Doubt) => {
      switch (doubt.kind) {
        case 'one-class':
          return `Only photos of “${doubt.name}” were judged, so nothing is known of how the classes are told apart.`;
        case 'chance':
          return `From ${doubt.n} photos it cannot be told whether this is better than always saying “${doubt.name}”, which is right on ${Math.round(doubt.share * 100)} %.`;
        case 'few':
          return `${doubt.n} photos are few: the true share may be anywhere from ${Math.round(doubt.interval[0] * 100)} to ${Math.round(doubt.interval[1] * 100)} %. More photos to judge by would say more.`;
      }
    },
    morePhotos: 'Add photos',
    views: { label: 'What to look at', matrix: 'Mix-ups', classes: 'Classes', map: 'Map', sure: 'Certainty' },
    matrix: {
      title: 'Mix-ups',
      term: 'confusion matrix',
      hint: 'A row is what a photo shows, a column what was said. A cell opens its photos.',
      is: 'is',
      said: 'said',
      cell: (n: number, label: string, said: string) =>
        label === said ? `${n} of ${label}, told rightly` : `${n} of ${label}, taken for ${said}`,
      some: (n: number, all: number) => `The ${n} of ${all} classes that are mixed up most.`,
    },
    classes: {
      title: 'Class by class',
      hint: 'The bar is the share that is right, the line around its end where the true share lies (95 %).',
      name: 'Class',
      photos: 'Photos',
      found: 'Found',
      foundTerm: 'recall',
      foundHint: 'Of its photos, those that are told rightly',
      right: 'Right when said',
      rightTerm: 'precision',
      rightHint: 'Of what is called so, what is so',
      few: 'few',
      fewHint: 'The figure hangs on a handful of photos',
      unsaid: 'never said',
      unjudged: 'none judged',
    },
    looked: {
      mistakes: 'Worst mistakes',
      closest: 'Closest calls',
      cell: (label: string, said: string) =>
        label === said ? `${label}, told rightly` : `${label}, taken for ${said}`,
      pair: (a: string, b: string) => `${a} or ${b}?`,
      class: (label: string) => `All of ${label}`,
      between: (from: number, to: number) => `${Math.round(from * 100)} to ${Math.round(to * 100)} % sure`,
      chosen: 'Chosen on the map',
    },
    nothing: 'No photos here',
    gone: 'This photo was removed.',
    place: (at: number, of: number) => `${at} of ${of}`,
    previous: 'Photo before',
    next: 'Next photo',
    photo: 'Photo',
    whySaid: (said: string) => `Why ${said}?`,
    whyLabel: (label: string) => `Where is ${label}?`,
    heat: 'Show where it looks',
    heatAlt: (label: string) => `Heat map: warm where it speaks for ${label}`,
    looks: 'What to see',
    says: (said: string) => `It says ${said}`,
    youSay: (label: string) => `you said ${label}`,
    unsorted: 'nobody has said',
    agreed: 'and so did you',
    unsure: 'unsure',
    itIs: 'It is',
    itIsOne: (label: string) => `It is ${label}`,
    remove: 'Remove the photo',
    removed: (n: number) => (n === 1 ? 'Photo removed' : `${n.toLocaleString('en')} photos removed`),
    relabelled: (n: number, label: string) =>
      n === 1 ? `Now ${label}` : `${n.toLocaleString('en')} photos are ${label} now`,
    alike: 'Most alike',
    noHeat: 'The heat map could not be made',
    relearning: 'Learning from your corrections',
    relearnt: (now: number, before: number) =>
      Math.round(now * 100) === Math.round(before * 100)
        ? `Learnt again: ${Math.round(now * 100)} % are right, as before.`
        : `Learnt again: ${Math.round(now * 100)} % are right now, ${Math.round(before * 100)} % before.`,
    stale: 'Photos or settings have changed since it was trained.',
    again: 'Learn again',
    use: 'Use it',
    map: {
      title: 'Map of your photos',
      term: 't-SNE',
      hint: 'Photos that look alike to the network lie close. Far-off ones may be mislabelled, or special.',
      draw: (n: number) => `Draw the map of ${n.toLocaleString('en')} photos`,
      drawHint: 'With so many this takes a minute or more.',
      again: 'Draw anew',
      drawing: 'Pulling the map apart',
      few: 'A map needs at least 4 photos.',
      part: (n: number, all: number) =>
        `${n.toLocaleString('en')} of ${all.toLocaleString('en')} photos, evenly chosen.`,
      label: (n: number) =>
        `Map of ${n} photos. Arrow keys go from photo to photo, Enter chooses one, Shift and Enter add more, Escape lets go.`,
      lasso: 'Drag around photos to choose them',
      crossed: 'taken for another class',
      unsorted: 'Unsorted',
      only: (name: string) => `Only ${name}`,
      chosen: (n: number) => `${n.toLocaleString('en')} chosen`,
      look: 'Look at them',
      letGo: 'Let go',
      labelAs: 'They are…',
      removeThem: 'Remove',
      taken: (said: string) => `taken for ${said}`,
    },
    sure: {
      title: 'Does it know when it does not know?',
      term: 'calibration',
      hint: 'Each dot gathers answers of one certainty. On the line, “80 % sure” is right in 80 of 100 cases; below it, it is too sure. A dot opens its photos.',
      says: 'says it is this sure',
      isRight: 'is right this often',
      dot: (from: number, to: number, n: number, right: number) =>
        `${Math.round(from * 100)} to ${Math.round(to * 100)} % sure: ${n} photos, ${Math.round(right * 100)} % right`,
      average: (said: number, right: number, n: number) =>
        `On these ${n} photos it says ${Math.round(said * 100)} % on average and is right on ${Math.round(right * 100)} %.`,
      leans: {
        none: 'What is left of a difference may be chance: there is no sign that its probabilities are not true.',
        'too sure': 'That is more than chance explains: it is too sure of itself.',
        'too unsure': 'That is more than chance explains: it is more often right than it says.',
      },
      temperature: (t: number, n: number) =>
        t > 1
          ? `Its probabilities were softened by a temperature of ${t.toFixed(2)}, learnt from ${n} photos: without it, it was too sure.`
          : `Its probabilities were sharpened by a temperature of ${t.toFixed(2)}, learnt from ${n} photos: without it, it was too modest.`,
      noTemperature: (n: number) =>
        `${n} photos are too few to learn a temperature from, so its probabilities are as training left them.`,
      noMistakes: (n: number) =>
        `None of ${n} photos was mistaken, so they do not say how sure is too sure: no temperature was learnt.`,
      own: 'For want of others, it was learnt from the very photos it is judged by, so it looks a little better than it is.',
    },
    coverage: {
      title: 'When shall it say “unsure”?',
      term: 'selective prediction',
      slider: 'Answers only when this sure',
      result: (covered: number, accuracy: number | undefined) =>
        accuracy === undefined
          ? 'Answers nothing'
          : `Answers ${percent(covered)}, right on ${percent(accuracy)} of those`,
      between: (low: number, high: number) => `${Math.round(low * 100)}–${Math.round(high * 100)} %`,
      always: 'Always answer',
      found: (threshold: number) => `As training found (${Math.round(threshold * 100)} %)`,
      stored: 'What you choose goes into the model file; every program that uses it says “unsure” there.',
      unsure: (n: number) => (n === 1 ? 'Look at the 1 it is unsure of' : `Look at the ${n} it is unsure of`),
      curve: 'Share answered against share right',
      answered: 'answers this share',
      isRight: 'is right on this share',
    },
  },
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
