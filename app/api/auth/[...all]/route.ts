import { AUTH_CONTRACTS, authDoor } from '@/app/http/auth-door'
import { server } from '@/app/http/server'

/** Sign in, sign out, change one's password. */
export const POST = Object.assign((request: Request): Promise<Response> => authDoor(server(), request, new Date()), {
  contracts: AUTH_CONTRACTS,
})
