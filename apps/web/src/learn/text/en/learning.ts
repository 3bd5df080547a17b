/** What learning is: from one neuron to networks. */
export const learning = {
  perceptron: {
    name: 'The perceptron',
    title: 'A perceptron learns AND and OR, and fails at XOR, which one hidden layer solves',
    idea: [
      'One neuron, 1958: it says 1 where $w_1 x_1 + w_2 x_2 + b > 0$, which is one side of a line. It looks at one example after another, and whenever it is wrong it moves its line a little towards that example.',
      'The rule is as plain as it gets. Where the answer should have been 1, the example is added to the weights; where it should have been 0, it is taken away. Nothing happens while it is right.',
      '$$w ← w ± x  ,  b ← b ± 1$$',
      'If some line parts the two classes, this finds one after finitely many mistakes: AND and OR are easy. No line parts those of XOR, so there the neuron never comes to rest. Minsky and Papert wrote that down in 1969, and research on networks all but stopped for ten years.',
      'A few neurons before the last one are the way out. Each draws a line of its own, and the last weighs their answers: together they bend the border. But how are neurons taught whose right answer nobody knows? That is the next page.',
    ],
    controls: { task: 'What to learn', hidden: 'Hidden neurons', seed: 'Other first weights' },
    tries: [
      { do: 'Teach it OR', see: 'One line is enough, and the first round without a mistake is the last one.' },
      { do: 'Teach it XOR', see: 'Each example that is put right spoils another one. It goes on like this for ever.' },
      {
        do: 'XOR, with 4 hidden neurons',
        see: 'The border bends. Fewer may do: with 2 it depends on the first weights, try the dice.',
      },
    ],
    figures: { rounds: 'Rounds through the examples', mistakes: 'Mistakes now' },
    words: {
      first: 'first input',
      second: 'second input',
      is: (n: number) => `should be ${n}`,
      right: (n: number) => `says ${n}`,
      wrong: (n: number) => `says ${n} ✗`,
      plane: (all: string) => `What it says of each pair of inputs: ${all}`,
      mistakes: 'Mistakes in each round',
      round: 'round',
      loss: 'Loss',
      guessing: 'guessing',
      says: 'It says 1 where',
    },
  },
};
