/** What a network says: pages about its last layer. */
export const answers = {
  softmax: {
    name: 'Softmax',
    title: 'Softmax: what temperature does, and the logistic curve as its special case',
    idea: [
      'The last layer of a classifier gives a score for each class, any number at all. Softmax makes probabilities of them: none is negative, and together they are one.',
      'Each score becomes $e^{z_i}$, which is above zero whatever the score is, and then its share of the sum. A score that is one larger counts $e$ times as much, about 2.7 times.',
      '$$p_i = frac{e^{z_i / T}}{sum_j e^{z_j / T}}$$',
      'The **temperature** $T$ divides the scores first. Near zero, small differences become huge ones, and the largest score takes all. Far above one, all classes get nearly the same. The order never changes: temperature does not make a network right more often, only more or less sure.',
      'Only differences count: the same amount more for each score cancels in the fraction. And of two classes it is an old acquaintance: $p_1 = frac{1}{1 + e^{-(z_1 - z_2)}}$, the logistic curve of the difference of their scores.',
    ],
    controls: {
      temperature: 'Temperature T',
      cat: 'Score of cat',
      dog: 'Score of dog',
      horse: 'Score of horse',
      added: 'Added to all scores',
    },
    tries: [
      {
        do: 'Freeze it',
        see: 'At $T = 0.1$ the cat takes all: a point more in score is now ten, and $e^{10}$ is 22,000.',
      },
      {
        do: 'Heat it',
        see: 'At $T = 10$ the three are nearly alike, and the entropy comes near to that of a fair choice: 1.585 bits.',
      },
      { do: 'Add 100 to all', see: 'Nothing moves. Softmax sees differences alone.' },
    ],
    figures: { sum: 'Sum of the probabilities', bits: 'Entropy, in bits' },
    yours: { place: 'train', text: 'The temperature of your own classifier is found after training' },
    words: {
      classes: ['cat', 'dog', 'horse'],
      probability: 'Probability',
      score: 'score / T',
      label: (all: string) => `Probabilities: ${all}`,
      curves: 'At every temperature',
      temperature: 'temperature',
      third: 'one third',
    },
  },
};
