/** What a server keeps to, whatever is sent to it; not how that is refused, which is http's. */
@NullMarked
package dev.codecsmith.service.limits;

import org.jspecify.annotations.NullMarked;
