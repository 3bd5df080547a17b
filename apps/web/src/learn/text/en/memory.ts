/** Memory. */
export const memory = {
  'long-memory': {
    name: 'A long memory',
    title: 'A long memory: an LSTM keeps what a plain recurrent network forgets',
    idea: [
      'A recurrent network reads step by step and carries a state along. The task: a sequence of bits, one of them is marked, anywhere. At the end: what was it? Two networks learn it side by side. Press anywhere in the pictures to move the mark.',
      'What a **plain** network keeps goes through its weights and its tanh again at every step. Each step rubs off a little, and the gradient, which takes the same way back, fades with it: what came long ago teaches nothing.',
      'An **LSTM** has cells that stay as they are unless a gate lets something in or out. With $f$ near one and $i$ near zero a cell keeps its value for as long as it likes:',
      '$$c_t = f_t c_{t - 1} + i_t tanh(a_t)$$',
      'Watch it come about. In the first rounds all cells are restless. Then some learn to let in the marked bit and little else, and a stripe runs from the mark to the end. Choose the other bit, and it takes the other colour. The plain network finds a way as well while sequences are short. The longer they are, the longer it takes, and from some length on these rounds are not enough.',
    ],
    controls: {
      steps: 'Bits in a sequence',
      units: 'Units in each network',
      place: 'Where the mark stands, from 0, first, to 1, last',
      bit: 'The marked bit',
      seed: 'Other sequences',
    },
    tries: [
      { do: 'Short sequences', see: 'Ten steps: the plain network gets there, too, only later.' },
      {
        do: 'Long sequences',
        see: 'Forty steps: the LSTM takes a few rounds more. The plain network guesses for long, and where it learns at all, what is far back comes last.',
      },
      {
        do: 'Four units',
        see: 'One good cell is enough for one bit. The plain network finds a way now and then, and loses it again.',
      },
      { do: 'Mark one near the end', see: 'Of what happened a moment ago the plain network knows as well.' },
    ],
    figures: {
      epoch: 'Rounds',
      lstm: 'Right on 600 others, LSTM',
      plain: 'plain',
      parameters: 'Weights, LSTM / plain',
    },
    note: 'Here 1,200 sequences are learnt from, in 24 rounds. The example takes 2,000, up to 60 bits long, and 28 rounds.',
    words: {
      sequence: 'The sequence, and the marked bit',
      kept: { lstm: 'What the LSTM’s cells keep, step by step', plain: 'What the plain network keeps' },
      below: 'below 0',
      above: 'above 0',
      said: 'If it were asked now: how sure that the marked bit is 1',
      gates: (cell: number) => `The gates of cell ${cell}, which holds most at the end`,
      input: 'input: takes in what is new',
      forget: 'forget: keeps what was',
      step: 'step',
      lstm: 'LSTM',
      plain: 'plain',
      rounds: 'Right answers, on sequences it never saw',
      round: 'round',
      guessing: 'guessing',
      ages: 'The same now, by how long ago',
      age: 'steps since the marked bit',
    },
  },
};
