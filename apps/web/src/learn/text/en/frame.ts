/** What is around the pages. */
export const frame = {
  title: 'See how networks learn',
  lead: 'Each page is one idea: a few words, something to move, and a picture that answers at once. Nothing is recorded: all of it is computed here while you look, by the same code that trains on your photos. Below each picture is the program behind it.',
  toApp: 'Your photos',
  place: (n: number, all: number) => `${n} of ${all}`,
  tryThis: 'Try',
  code: 'The code behind it',
  runIt: 'Run it yourself:',
  pages: 'Pages',
  next: 'Next',
  previous: 'Previous',
  trouble: (why: string) => `That did not work: ${why}`,
  player: { run: 'Run', pause: 'Pause', step: 'One step', again: 'From the start', once: 'Once more', speed: 'Speed' },
};

export const parts = {
  answers: 'What a network says',
  learning: 'What learning is',
  descending: 'The way down',
  restraint: 'Not by heart',
  depth: 'Many layers',
  pictures: 'Pictures',
  memory: 'Memory',
};

/** Of the pages about small colour pictures. */
export const shapes = {
  shapes: ['circle', 'square', 'triangle', 'cross', 'ring'],
  said: (truth: string, said: string) => `A ${truth}; it says ${said}`,
  this: 'this network',
  guessing: 'guessing',
  loss: 'Loss',
  own: 'on its own pictures',
  others: 'on 200 others',
  round: 'round',
  right: 'Right on pictures it never saw',
};
