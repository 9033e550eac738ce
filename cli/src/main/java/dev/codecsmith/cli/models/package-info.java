/** A campaign's models made from its plan. */
@NullMarked
package dev.codecsmith.cli.models;

import org.jspecify.annotations.NullMarked;
