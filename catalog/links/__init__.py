"""Links: which addresses are asked, how the asking goes on after an answer, and what it says of an address."""
