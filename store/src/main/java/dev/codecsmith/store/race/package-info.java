/** How a program did beside the one that it was held against; what records keep of it. */
@NullMarked
package dev.codecsmith.store.race;

import org.jspecify.annotations.NullMarked;
