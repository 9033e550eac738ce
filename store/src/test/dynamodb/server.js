// The DynamoDB server of the tests: prints its port, and ends when its standard input does, as it does when the tests are killed.
const server = require('dynalite')({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit()).resume()

// A client that is killed cuts its request off, and dynalite throws what it hears of that: it is the end of the request, not of the server.
process.on('uncaughtException', (error) => {
  if (error.code !== 'ECONNRESET') {
    console.error(error)
    process.exit(1)
  }
})
