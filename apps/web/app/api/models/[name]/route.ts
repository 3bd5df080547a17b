import { guarded } from '../../../../src/server/guarded.ts';
import { studio } from '../../../../src/server/studio.ts';

export const GET = guarded<{ readonly name: string }>(async (request, { name }) =>
  (await studio()).modelResponse(name, { signal: request.signal }),
);
