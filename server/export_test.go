package server

import "zhanping/server/store"

// Store is the database behind the server, to look at what no route shows.
func (a *App) Store() *store.Store { return a.store }
