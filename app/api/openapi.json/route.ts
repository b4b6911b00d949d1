import { described } from '@/app/http/contract'
import openapi from '@/docs/openapi.json'

/** This document. */
export const GET = described({ permission: 'public', response: 'application/json' }, async () => Response.json(openapi))
