/** Makes docs/openapi.json, and the types of the screens' client, of the routes as they are. */
import { runCommand } from '../command'
import { renew } from '../openapi/generated'

await runCommand(renew)
