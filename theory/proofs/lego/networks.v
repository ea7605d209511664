(* Unveiling transformers with LEGO (arXiv 2206.04301): depth needed to follow a chain. *)
From mathcomp Require Import all_ssreflect.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

(* ---------- definitions ---------- *)
Section Defs.
Variables (G X : Type) (mul : G -> G -> G) (act : G -> X -> X) (g : nat -> G) (root : X).
(* x_0 = root, x_i = g_i x_{i-1} *)
Fixpoint truth i := if i is j.+1 then act (g i) (truth j) else root.
(* iterative network: a layer resolves x_i when x_{i-1} was resolved before *)
Definition istep (v : nat -> option X) i :=
  if v i is Some x then Some x
  else if i is j.+1 then omap (act (g i)) (v j) else None.
Fixpoint inet l : nat -> option X :=
  if l is l'.+1 then istep (inet l') else fun i => if i is 0 then Some root else None.
(* pointer doubling: a node is a value, or a product and a pointer to an earlier node;
   node i stands for x_{i+1}, node 0 is resolved at layer 0 *)
Definition dstep (v : nat -> X + G * nat) i :=
  match v i with
  | inl x => inl x
  | inr (a, j) => match v j with inl x => inl (act a x) | inr (b, k) => inr (mul a b, k) end
  end.
Definition node i := truth i.+1.
Fixpoint dnet l : nat -> X + G * nat :=
  if l is l'.+1 then dstep (dnet l')
  else fun i => if i is j.+1 then inr (g i.+1, j) else inl (node 0).
End Defs.

(* ---------- statements ---------- *)
(** theorem lego/IterativeNetwork
    says: After l layers the iterative network has resolved exactly x_0 .. x_l, correctly (L5).
    leaves out: Association and manipulation are taken as the resolve step of the definitions;
      attention weights are not modelled.
    supports: lego/iterative-network-resolves-one-more-a-layer *)
Definition IterativeNetwork_statement : Prop :=
  forall (G X : Type) (act : G -> X -> X) (g : nat -> G) (root : X) l i,
  inet act g root l i = if i <= l then Some (truth act g root i) else None.

(** theorem lego/DoublingNetwork
    says: After l layers pointer doubling has resolved exactly x_1 .. x_{2^l}, correctly (L6).
    leaves out: The product of two clauses is any operation compatible with the action; node i
      stands for x_{i+1}.
    supports: lego/doubling-network-resolves-twice-as-many *)
Definition DoublingNetwork_statement : Prop :=
  forall (G X : Type) (mul : G -> G -> G) (act : G -> X -> X) (g : nat -> G) (root : X),
  (forall a b x, act (mul a b) x = act a (act b x)) -> forall l i,
  (i < 2 ^ l -> dnet mul act g root l i = inl (node act g root i)) /\
  ((exists x, dnet mul act g root l i = inl x) <-> i < 2 ^ l).

(* ---------- proofs ---------- *)
Section Theory.
Variables (G X : Type) (mul : G -> G -> G) (act : G -> X -> X) (g : nat -> G) (root : X).
Hypothesis actM : forall a b x, act (mul a b) x = act a (act b x).

(* after l layers exactly x_0 .. x_l are resolved, correctly *)
Theorem iterative l i :
  inet act g root l i = if i <= l then Some (truth act g root i) else None.
Proof.
elim: l i => [|l IH] [|i]; [by []|by []|by rewrite /= /istep IH|].
rewrite [inet _ _ _ _]/= /istep !IH ltnS; case: (ltnP i l) => h; first by rewrite ltnW.
by case: (i <= l).
Qed.

(* after l layers exactly x_1 .. x_{2^l} (nodes below 2^l) are resolved, correctly *)
Theorem doubling l i :
  (i < 2 ^ l -> dnet mul act g root l i = inl (node act g root i)) /\
  (2 ^ l <= i -> exists a, dnet mul act g root l i = inr (a, i - 2 ^ l) /\
     node act g root i = act a (node act g root (i - 2 ^ l))).
Proof.
elim: l i => [|l IH] i.
  by rewrite expn0; case: i => [|i]; split=> // _; exists (g i.+2); rewrite /= subn1.
have E : 2 ^ l.+1 = 2 ^ l + 2 ^ l by rewrite expnS mul2n addnn.
rewrite E /= /dstep; have [lt|ge] := ltnP i (2 ^ l).
  have [/(_ lt) -> _] := IH i; split=> // h.
  by move: (leq_trans (leq_addr _ _) h); rewrite leqNgt lt.
have [_ /(_ ge) [a [-> Ea]]] := IH i; split=> h.
  have h' : i - 2 ^ l < 2 ^ l by rewrite -(ltn_add2l (2 ^ l)) subnKC.
  by have [/(_ h') -> _] := IH (i - 2 ^ l); rewrite Ea.
have h' : 2 ^ l <= i - 2 ^ l by rewrite -(leq_add2l (2 ^ l)) subnKC.
have [_ /(_ h') [b [-> Eb]]] := IH (i - 2 ^ l); exists (mul a b).
by rewrite subnDA; split=> //; rewrite Ea Eb actM.
Qed.
Corollary doubling_resolved l i : (exists x, dnet mul act g root l i = inl x) <-> i < 2 ^ l.
Proof.
have [a b] := doubling l i; split=> [[x h]|/a ->]; last by eexists.
by rewrite ltnNge; apply/negP => /b [c [h' _]]; rewrite h' in h.
Qed.
End Theory.

Theorem IterativeNetwork : IterativeNetwork_statement.
Proof. by move=> G X act g root l i; apply: iterative. Qed.

Theorem DoublingNetwork : DoublingNetwork_statement.
Proof. by move=> G X mul act g root actM l i; split; [case: (doubling g root actM l i)|apply: doubling_resolved]. Qed.
