"""Who looks at it: the portal, the desks, the API, the admin. Address trees, layout, pages that span areas."""
