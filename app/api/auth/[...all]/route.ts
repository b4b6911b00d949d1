import { authDoor } from '@/app/http/auth-door'
import { server } from '@/app/http/server'

/** Sign in, sign out, change one's password. */
export const POST = (request: Request): Promise<Response> => authDoor(server(), request, new Date())
