package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"zhanping/server/auth"
	"zhanping/server/casework"
)

type actorKey struct{}

// actor is who asks; the zero Actor where nobody is signed in.
func actor(ctx context.Context) casework.Actor {
	who, _ := ctx.Value(actorKey{}).(casework.Actor)
	return who
}

// As is a context in which who asks, for tests of single operations.
func As(ctx context.Context, who casework.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, who)
}

// strangersBody is the most that is read of a request while nobody is signed in.
const strangersBody = 1 << 20

// Recognise loads the roles of whoever signed in; it stands behind auth's Identify. Whoever has to
// change a one-time password first is nobody here.
func Recognise(work *casework.Service, refuse func(*gin.Context, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		principal, known := auth.From(ctx)
		if !known {
			// uploads are written to disk before anybody is asked who sends them
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, strangersBody)
		}
		if !known || strings.HasPrefix(c.FullPath(), Base+"/session") {
			c.Next() // what concerns only the session is open while a one-time password is in use
			return
		}
		if _, err := auth.Settled(ctx); err != nil {
			refuse(c, err)
			return
		}
		who, err := work.Actor(ctx, principal.PersonID)
		if err != nil {
			refuse(c, err)
			return
		}
		if principal.TokenID != "" {
			who.Scopes = append([]string{}, principal.Scopes...)
		}
		c.Request = c.Request.WithContext(As(ctx, who))
		c.Next()
	}
}
