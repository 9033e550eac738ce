/** The data folder of one machine: who may write in it, and where things lie. */
@NullMarked
package dev.codecsmith.store.data;

import org.jspecify.annotations.NullMarked;
