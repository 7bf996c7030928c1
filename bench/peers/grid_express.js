// grid_express.js: the grid peer: Express 5 and pg serving pages of accounts from PostgreSQL by offset.
import express from 'express'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 16 })
const app = express()
app.get('/api/accounts', async (request, response) => {
  const limit = Math.min(Number(request.query.limit ?? 100), 1000)
  const offset = Number(request.query.offset ?? 0)
  const state = request.query.state ?? 'ready'
  const { rows } = await pool.query({
    name: 'page',
    text: 'SELECT * FROM peer_accounts WHERE lifecycle_state = $1 ORDER BY username, id LIMIT $2 OFFSET $3',
    values: [state, limit, offset],
  })
  response.json({ items: rows })
})
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'))
