/** Where programs come from, and which ideas brought what. */
@NullMarked
package dev.codecsmith.dashboard.lineage;

import org.jspecify.annotations.NullMarked;
