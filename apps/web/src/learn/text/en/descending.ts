/** The way down: how the least loss is looked for. */
export const descending = {
  descent: {
    name: 'Gradient descent',
    title: 'Batch, mini-batch and stochastic gradient descent on one loss surface',
    idea: [
      'Two weights, the slope and the height of a line through 64 points, and for each pair of them a loss: how far the line is from the points. That makes a landscape. Training is a walk down it, blind, by the slope under one’s feet.',
      'Each step goes against the gradient, as far as the **rate** $η$ says:',
      '$$w ← w - η frac{∂L}{∂w}$$',
      'The true gradient needs all examples (batch): every step goes straight down, but costs a whole round through the data. One example alone (stochastic) gives a gradient that is only right on average: a round is 64 steps, each in a direction of its own, and so the walk staggers and never comes to rest. A few at a time (mini-batch) give most of the speed and little of the stagger, which is why all large networks are trained like that.',
      'And the rate? Too small, and it takes for ever. Too large, and a step lands higher up on the other side than where it began.',
    ],
    controls: {
      batch: 'Examples in a step',
      rate: 'Learning rate',
      w: 'Start: slope w',
      b: 'Start: height b',
      seed: 'Other points',
    },
    tries: [
      {
        do: 'One example a step',
        see: 'After one round, 64 small steps, it is where the batch is after dozens. But it does not stay.',
      },
      { do: 'Four a step', see: 'Nearly as fast, and far calmer.' },
      { do: 'Too large a rate', see: 'Every step leaps over the valley and lands higher up: the loss explodes.' },
    ],
    figures: {
      steps: 'Steps',
      rounds: 'Rounds through the data',
      above: 'Loss above the least',
      uphill: 'Steps that led uphill',
    },
    note: 'Press anywhere on the surface to start there.',
    words: {
      surface: 'The loss, from above',
      slope: 'slope w',
      height: 'height b',
      least: 'least loss',
      line: 'The line, and the points',
      loss: 'Loss above the least',
      rounds: 'rounds through the data',
    },
  },
};
