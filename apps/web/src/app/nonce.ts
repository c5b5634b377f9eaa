/** Vite writes this element; the server puts the value of the response's content security policy into it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The scroll lock behind dialogs injects a style element and looks for this global to make it allowed. */
Object.assign(globalThis, { __webpack_nonce__: nonce });

/** Nonce for style elements made at run time; empty without a policy, as in development. */
export const styleNonce = (): string => nonce;
