/** Several one after another, in step, until the longest is over; what is over stays at its last. */
export async function* together<All extends readonly unknown[]>(
  ...all: { readonly [I in keyof All]: AsyncGenerator<All[I]> }
): AsyncGenerator<All> {
  try {
    let last: All | undefined;
    for (;;) {
      const steps = await Promise.all(all.map((one) => one.next()));
      if (steps.every(({ done }) => done)) return;
      last = steps.map(({ value, done }, i) => (done ? last?.[i] : value)) as unknown as All;
      yield last;
    }
  } finally {
    for (const one of all) await one.return(undefined);
  }
}
