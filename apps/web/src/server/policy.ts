/** How this server was started: `scripts/start.mjs` says it through the environment. */
import type { GuardPolicy } from '@graftml/studio/guard';

/** Undefined where nothing says who may reach this server: it gives its pages then, and does nothing else. */
export function policyOf({ GRAFT_TOKEN: token, GRAFT_LOOPBACK, NODE_ENV }: NodeJS.ProcessEnv): GuardPolicy | undefined {
  if (token) return { token };
  return GRAFT_LOOPBACK === '1' || NODE_ENV === 'development' ? {} : undefined;
}
