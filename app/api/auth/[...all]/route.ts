import { AUTH_CONTRACTS, authDoor } from '@/app/http/auth-door'
import { comeFromProvider, RETURN_CONTRACTS } from '@/app/http/oidc-door'
import { server } from '@/app/http/server'

/** Sign in, sign out, change one's password. */
export const POST = Object.assign((request: Request): Promise<Response> => authDoor(server(), request, new Date()), {
  contracts: AUTH_CONTRACTS,
})

/** Where an OpenID Connect provider sends people back to. */
export const GET = Object.assign((request: Request): Promise<Response> => comeFromProvider(server(), request), {
  contracts: RETURN_CONTRACTS,
})
