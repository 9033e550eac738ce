/** As whom programs run: users of the host that own nothing there, where this machine lets us. */
@NullMarked
package dev.codecsmith.sandbox.users;

import org.jspecify.annotations.NullMarked;
