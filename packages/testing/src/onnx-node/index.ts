/** ONNX's node tests on any backend: whatever Graft reads and the backend runs must be right. */
export { type DataSet, type NodeTest, nodeTest, nodeTests } from './case.ts';
export { runNodeTest, type Verdict } from './run.ts';
export { runNodeTests, type Summary } from './summary.ts';
export { readTar } from './tar.ts';
