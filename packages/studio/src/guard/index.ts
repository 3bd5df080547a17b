/** Who may talk to a server. */

export { filePolicy, modelHosts, pageRules } from './content-policy.ts';
export { type Asking, cookieOfToken, type GuardPolicy, isToken, type Refusal, refusalOf } from './guard.ts';
