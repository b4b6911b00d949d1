/** A variable of the environment, for benchmarks and other programs that run beside the product. */
export const variable = (name: string, otherwise = ''): string => process.env[name] ?? otherwise
