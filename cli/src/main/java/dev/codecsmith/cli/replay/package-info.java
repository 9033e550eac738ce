/** {@code replay}: a stored experiment or campaign measured again and compared. */
@NullMarked
package dev.codecsmith.cli.replay;

import org.jspecify.annotations.NullMarked;
