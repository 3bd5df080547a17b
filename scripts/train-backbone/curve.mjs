/** What the student had learnt after each epoch, as a picture. */
import { lines, panels } from '@graftml/plot';

/** SVG of a checkpoint's history: on the pictures that were trained on, and on those that were held out. */
export function curveOf(history) {
  const x = history.map(({ epoch }) => epoch);
  const of = (name) => history.map(({ logs }) => logs[name]);
  const picture = (title, name, y) =>
    lines({
      title,
      x: 'epoch',
      y,
      series: [
        { name: 'trained on', x, y: of(name) },
        { name: 'held out', x, y: of(`val_${name}`) },
      ],
    });
  return panels({
    title: 'The embedded backbone learns from its teacher',
    pictures: [
      picture("Features: part of the teacher's variance that is not explained", 'unexplained', 'part of the variance'),
      picture("Classes: cross-entropy with the teacher's probabilities", 'crossEntropy', 'nats'),
    ],
    columns: 2,
  });
}
