/** Memory. */
export const memory = {
  'long-memory': {
    name: 'Long memory',
    title: 'A long memory: an LSTM keeps what a plain recurrent network forgets',
    idea: [
      'A recurrent network reads a sequence step by step and carries a state along. The task: many bits, one of them is marked, anywhere; in the end, what was it?',
      'What a **plain** network keeps goes through its weights and its tanh again at every step, and so does the gradient on its way back. Over many steps both fade: the bars show how much its answer changes with each bit, and far back there is nothing.',
      'An **LSTM** has cells that stay as they are unless a gate opens. The input gate says what is let in, the forget gate what stays:',
      '$$c_t = f_t c_{t - 1} + i_t g_t$$',
      'A forget gate near one is a straight way back through time, for the gradient as well: no factor makes it smaller. Once it has learned its task the marked bit is the only one that counts, and the cells keep it to the end.',
    ],
    controls: { steps: 'Bits in a sequence', marked: 'Which one is marked', seed: 'Other sequences' },
    tries: [
      { do: 'Five bits', see: 'So short a memory even the plain network has.' },
      { do: 'Thirty bits', see: 'The plain network only guesses. The LSTM needs its time too: let it run.' },
      { do: 'Mark the last one', see: 'Nothing to remember: what has just been read is still there.' },
    ],
    figures: {
      epoch: 'Rounds',
      truth: 'The marked bit',
      plainSays: 'It is 1, says the plain one',
      lstmSays: 'says the LSTM',
      plain: 'Right on 150 others, plain',
      lstm: 'LSTM',
    },
    note: 'Eight units and 250 sequences, so that it can be watched. The example takes 16 units, 2,000 sequences and up to 60 bits.',
    words: {
      sequence: (at: number) => `The sequence; the bit at ${at} is marked`,
      influence: 'How much the answer changes with each bit',
      plain: 'plain network',
      lstm: 'LSTM',
      gates: 'Gates of the LSTM, mean of all units',
      input: 'let in',
      forget: 'kept',
      cells: 'Its cells over time: blue above 0, orange below',
      accuracy: 'Right answers on sequences not learnt from',
      round: 'round',
      guessing: 'guessing',
    },
  },
};
