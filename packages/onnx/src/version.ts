/** What files say about who wrote them, and the versions of ONNX that they are in. */
export const producer = { name: 'graft', version: '0.1.0' };

/** The opset of every file that is written. */
export const opset = 20;

/** The IR version that came with opset 20 (ONNX 1.15): what needs no newer one is read by older tools too. */
export const irVersion = 9;

/** Whether Graft wrote a file, in any version; `by` is what the file says of its producer. */
export const isOwn = ({ producer: by }: { readonly producer: string }): boolean => by.split(' ')[0] === producer.name;
