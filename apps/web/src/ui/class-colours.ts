/** Colours of classes, by their order: told apart by colour-blind people, and never alone (see `ClassMark`). */

/** After so many they come again. */
export const classColourCount = 10;

/** For `style` and SVG: follows the theme. */
export const classColour = (index: number): string =>
  index < 0 ? 'var(--faint)' : `var(--class-${index % classColourCount})`;

/** For a canvas, which knows no variables: as they are in the theme of that element, by index; the last is for unsorted photos. */
export function classColoursIn(element: Element): readonly string[] {
  const probe = document.createElement('span');
  element.append(probe);
  const names = [...Array.from({ length: classColourCount }, (_, i) => classColour(i)), 'var(--faint)'];
  const colours = names.map((colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}
