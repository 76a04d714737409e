"""Laws: which of them a person's own region gives them."""
