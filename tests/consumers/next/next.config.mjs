// What it depends on is linked from elsewhere here, and would lie in the folder where it is installed.
export default { turbopack: { root: '/' } };
