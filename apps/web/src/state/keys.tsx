'use client';
/** Keys: which there are at the moment, and what they do. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';

export interface KeyBinding {
  /** `'z'`, `'?'`, `'mod+shift+z'` (mod is Ctrl, or ⌘ on a Mac), `'arrowleft'`, `'delete'`; several with spaces between. */
  readonly keys: string;
  /** What is told in the list of keys; absent for one that needs no telling. */
  readonly says?: string;
  /** False where nothing shall happen; true where something else hears it, so that it is only told. */
  readonly act: ((event: KeyboardEvent) => void) | boolean;
}

interface Registry {
  readonly get: () => readonly (readonly KeyBinding[])[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (bindings: { readonly current: readonly KeyBinding[] }) => () => void;
  readonly changed: () => void;
}

const KeysContext = createContext<Registry | undefined>(undefined);

/** One listener for the window. Those that were bound last go first. */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const registry = useMemo(createRegistry, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event) || document.querySelector('dialog[open]')) return;
      const pressed = namesOf(event);
      const found = registry
        .get()
        .flat()
        .find(({ keys, act }) => typeof act === 'function' && keys.split(' ').some((key) => pressed.includes(key)));
      if (typeof found?.act !== 'function') return;
      event.preventDefault();
      found.act(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry]);
  return <KeysContext value={registry}>{children}</KeysContext>;
}

/** While the component is there. Not heard while something is typed or a dialog is open. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const registry = useRegistry();
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => registry.add(latest), [registry]);
  const said = bindings.map(({ keys, says, act }) => (act ? `${keys}${says}` : '')).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: told only where what is said has changed
  useEffect(() => registry.changed(), [registry, said]);
}

/** Those that can be pressed now and say what they do. */
export function useBoundKeys(): readonly KeyBinding[] {
  const registry = useRegistry();
  const groups = useSyncExternalStore(registry.subscribe, registry.get, registry.get);
  return groups
    .toReversed()
    .flat()
    .filter(({ says, act }) => says && act);
}

function useRegistry(): Registry {
  const registry = useContext(KeysContext);
  if (!registry) throw new Error('there is no KeysProvider around this');
  return registry;
}

function createRegistry(): Registry {
  let bound: readonly { readonly current: readonly KeyBinding[] }[] = [];
  let groups: readonly (readonly KeyBinding[])[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    groups = bound.map(({ current }) => current);
    for (const listener of listeners) listener();
  };
  return {
    // Always the latest, though only changes of what is said are told.
    get: () => {
      if (groups.some((group, i) => group !== bound[i]?.current)) groups = bound.map(({ current }) => current);
      return groups;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    add(bindings) {
      bound = [bindings, ...bound];
      changed();
      return () => {
        bound = bound.filter((one) => one !== bindings);
        changed();
      };
    },
    changed,
  };
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="menu"]')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** A key that a layout puts behind Shift (`?`) is known by itself, too. */
function namesOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): readonly string[] {
  const short = { ' ': 'space', Backspace: 'delete' }[key] ?? key.toLowerCase();
  const held = [(ctrlKey || metaKey) && 'mod', altKey && 'alt'].filter((one) => one !== false);
  const withShift = [...held, ...(shiftKey ? ['shift'] : []), short].join('+');
  return shiftKey && short.length === 1 && !/[a-z]/.test(short) ? [withShift, [...held, short].join('+')] : [withShift];
}
