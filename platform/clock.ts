/** Where the time comes from. Entry points (routes, pages, a worker's `main.ts`, commands) read the machine's clock and hand it inwards. */
export type Clock = () => Date
