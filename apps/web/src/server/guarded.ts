/** Routes that answer only whom they may. */
import { refusalOf } from '@graftml/studio/guard';
import { policyOf } from './policy.ts';

interface Context<Params> {
  readonly params: Promise<Params>;
}

/** A handler behind the guard: nothing of a request is read before. */
export const guarded =
  <Params>(handle: (request: Request, params: Params) => Response | Promise<Response>) =>
  async (request: Request, { params }: Context<Params>): Promise<Response> => {
    const policy = policyOf(process.env);
    const refusal = policy
      ? refusalOf(request, policy)
      : { status: 403, statement: 'This server does nothing but give its pages: start it with npm start.' };
    if (!refusal) return handle(request, await params);
    return new Response(`${refusal.statement}\n`, {
      status: refusal.status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  };
