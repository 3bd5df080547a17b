/** By op and case: the digest of the case, and numbers as text for each output, `y`, and each gradient, `d_x`. */
export type References = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
