import type { Environment } from './processes/environment'

/** A variable of the environment, for benchmarks and other programs that run beside the product. */
export const variable = (name: string, otherwise = ''): string => process.env[name] ?? otherwise

/** All of them, and these, for a process that is started. */
export const variablesWith = (others: Readonly<Record<string, string>>): Environment => ({ ...process.env, ...others })
