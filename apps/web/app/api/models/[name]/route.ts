import { modelResponse } from '@graftml/studio/node';
import { guarded } from '../../../../src/server/guarded.ts';

export const GET = guarded<{ readonly name: string }>((request, { name }) =>
  modelResponse(name, { signal: request.signal }),
);
